package dev.imagestore.store.s3;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * What went wrong between us and a store of objects, in one line. The library's own messages name
 * the endpoint, which must not be published: its exception is not even the cause of ours.
 */
final class S3Failure {
  private S3Failure() {}

  /** The exception to throw instead. */
  static BadInputException of(SdkException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BadInputException ours) {
        return ours;
      }
    }
    return new BadInputException("S3: " + reason(e));
  }

  /** True if there is no object of this name. */
  static boolean isMissing(SdkException e) {
    return e instanceof NoSuchKeyException
        || (e instanceof AwsServiceException answer
            && answer.statusCode() == 404
            && !code(answer).equals("NoSuchBucket"));
  }

  /** True if the object ends before the range begins. */
  static boolean isOutOfRange(SdkException e) {
    return e instanceof AwsServiceException answer && answer.statusCode() == 416;
  }

  private static String code(AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    return code == null || !code.matches("[A-Za-z0-9]{1,60}") ? "" : code;
  }

  private static String reason(SdkException e) {
    return e instanceof AwsServiceException answer ? answered(answer) : notAnswered(e);
  }

  private static String answered(AwsServiceException answer) {
    int status = answer.statusCode();
    String found = " (" + (status + " " + code(answer)).strip() + ")";
    if (status == 401 || status == 403) {
      return "the server refuses these credentials, or what they are used for" + found;
    }
    if (status == 404) {
      return "the server has no such bucket" + found;
    }
    if (status == 429 || status == 503) {
      return "the server wants fewer requests, again after "
          + answer.numAttempts()
          + " attempts"
          + found
          + "; choose a smaller s3Requests";
    }
    if (status == 507) {
      return "the server's disk is full" + found;
    }
    return status >= 500
        ? "the server failed, again after " + answer.numAttempts() + " attempts" + found
        : "the server refuses a request" + found;
  }

  private static String notAnswered(SdkException e) {
    String said = String.valueOf(e.getMessage());
    if (said.contains("Unable to load credentials")) {
      return "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CutShortException) {
        return cause.getMessage() + ", again after " + e.numAttempts() + " attempts";
      } else if (cause instanceof UnknownHostException) {
        return "there is no such host";
      } else if (cause instanceof SSLException) {
        return "no secure connection could be made (" + cause.getClass().getSimpleName() + ")";
      } else if (cause instanceof SocketTimeoutException) {
        return "the server did not answer in time";
      } else if (cause instanceof ConnectException) {
        return "no server answers there; is it running, and reached from here?";
      } else if (cause instanceof IOException) {
        return "the connection broke (" + cause.getClass().getSimpleName() + ")";
      }
    }
    return "no answer could be had (" + e.getClass().getSimpleName() + ")";
  }

  /** An answer that ended before it should. */
  static final class CutShortException extends IOException {
    private static final long serialVersionUID = 1L;

    CutShortException(long found, long expected) {
      super("the server cut an answer short, " + found + " of " + expected + " B");
    }
  }
}
