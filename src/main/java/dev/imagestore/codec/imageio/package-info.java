/** What the JDK's javax.imageio encodes and decodes. */
package dev.imagestore.codec.imageio;
