/** The subcommands: one class each, registered in {@link dev.imagestore.cli.Cli}. */
package dev.imagestore.cli;
