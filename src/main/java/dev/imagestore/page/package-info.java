/**
 * Results as one HTML file that works offline. {@link dev.imagestore.page.Page} puts it together
 * from the readable parts among the resources; {@link dev.imagestore.page.PageData} is what its
 * script shows.
 */
package dev.imagestore.page;
