/** Objects of a bucket that speaks S3, and the server that has it. */
package dev.imagestore.store.s3;
