package dev.imagestore.workload;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import dev.imagestore.result.BackendOptions;
import dev.imagestore.store.Backends;
import dev.imagestore.store.ImageStore;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The parameters that storing and reading have in common: which backend, and what images. The
 * options that backends declare are parameters as well, but no fields: the build adds them to JMH's
 * list of benchmarks, and they are asked of {@link BenchmarkParams} here.
 */
@State(Scope.Benchmark)
public abstract class BackendState {
  /** One of those that are registered; the build puts their names in place of this one. */
  @Param("raw")
  public String backend;

  /** As {@code datasets} lists them. */
  @Param("synthetic")
  public String dataset;

  /** The backend as the parameters want it. */
  final ImageStore adapter(BenchmarkParams params) throws BadInputException {
    return Backends.named(backend).store(values(params));
  }

  /** What it has to give back of {@code images}. */
  final ImageSet expected(BenchmarkParams params, ImageSet images) throws BadInputException {
    return Backends.named(backend).expected(images, values(params));
  }

  /** What the parameters choose. */
  static OptionValues values(BenchmarkParams params) {
    Map<String, String> values = new HashMap<>();
    params.getParamsKeys().forEach(name -> values.put(name, params.getParam(name)));
    return BackendOptions.chosen(values);
  }
}
