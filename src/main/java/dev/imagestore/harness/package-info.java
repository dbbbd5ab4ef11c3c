/**
 * Plans runs and runs them: what is run when, by which process, on which JDK; keeps what was
 * measured and puts it together. Knows JMH; what JMH runs inside a fork is {@link
 * dev.imagestore.workload}.
 */
package dev.imagestore.harness;
