package dev.imagestore.workload;

import dev.imagestore.result.Resource;
import java.util.EnumMap;
import java.util.Map;

/** How much of each {@link Resource} was used. Changing it allocates nothing. */
final class ResourceUse {
  private final Map<Resource, long[]> amounts = new EnumMap<>(Resource.class);

  /** None of any. */
  ResourceUse() {
    for (Resource resource : Resource.values()) {
      amounts.put(resource, new long[1]);
    }
  }

  /** In the unit of the resource. */
  long of(Resource resource) {
    return amounts.get(resource)[0];
  }

  void set(Resource resource, long amount) {
    amounts.get(resource)[0] = amount;
  }

  void add(Resource resource, long amount) {
    amounts.get(resource)[0] += amount;
  }

  void subtract(ResourceUse other) {
    amounts.forEach((resource, amount) -> amount[0] -= other.of(resource));
  }

  /** None of any again. */
  void clear() {
    amounts.values().forEach(amount -> amount[0] = 0);
  }
}
