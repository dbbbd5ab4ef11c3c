/**
 * Runs forks in rounds, keeps what became of each, and puts them together: the same for one JDK as
 * for several. Knows no benchmark and no JMH; who runs a fork, and where, is a {@link
 * dev.imagestore.engine.ForkRunner}'s business.
 */
package dev.imagestore.engine;
