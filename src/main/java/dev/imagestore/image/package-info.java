/** Images, sets of them, and the datasets they come from. Knows no store and no codec. */
package dev.imagestore.image;
