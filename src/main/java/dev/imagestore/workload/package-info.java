/**
 * What runs inside a fork: the benchmarks, their states, what verifies them and what counts beside
 * the clock. Uses nothing that analyses results.
 */
package dev.imagestore.workload;
