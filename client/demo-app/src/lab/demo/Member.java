package lab.demo;

import java.io.Serializable;
import java.time.Instant;

/** Who is logged in. Serializable, as every session attribute of a cluster must be. */
public class Member implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final Instant since;

  public Member(String name, Instant since) {
    this.name = name;
    this.since = since;
  }

  public String getName() {
    return name;
  }

  @Override
  public String toString() {
    return name + ", since " + since;
  }
}
