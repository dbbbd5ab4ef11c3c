/** Runs the suite on several JDKs and builds in turn, fork by fork, and says what differs. */
package dev.imagestore.track;
