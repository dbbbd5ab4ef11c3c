/**
 * Pictures of result files. {@link dev.imagestore.plot.RunPictures} is the door; {@link
 * dev.imagestore.plot.Gallery} decides what is shown, {@link dev.imagestore.plot.Drawing} how it
 * looks.
 */
package dev.imagestore.plot;
