/** PNG: this project's own implementation of it, and the libraries that it is compared with. */
package dev.imagestore.codec.png;
