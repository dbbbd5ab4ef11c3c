/** JMH JSON in and out, units, and the environment that belongs to a result. */
package dev.imagestore.result;
