package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** The schedules that {@link LearningRateSchedule} makes; formulas and ranges are told there. */
final class Schedules {
  private Schedules() {}

  record Constant(double rate) implements LearningRateSchedule {
    Constant {
      Arguments.nonNegative("learning rate", rate);
    }

    @Override
    public double at(double clock) {
      return rate;
    }
  }

  record Cosine(double start, double end, double length) implements LearningRateSchedule {
    Cosine {
      checkDecay(start, end, length);
    }

    @Override
    public double at(double clock) {
      double part = Math.min(1, clock / length);
      return end + (start - end) * (1 + Math.cos(Math.PI * part)) / 2;
    }
  }

  record Step(double start, double factor, double interval) implements LearningRateSchedule {
    Step {
      Arguments.nonNegative("start", start);
      Arguments.positive("factor", factor);
      Arguments.positive("interval", interval);
    }

    @Override
    public double at(double clock) {
      return start * Math.pow(factor, Math.floor(clock / interval));
    }
  }

  record Polynomial(double start, double end, double length, double power)
      implements LearningRateSchedule {
    Polynomial {
      checkDecay(start, end, length);
      Arguments.positive("power", power);
    }

    @Override
    public double at(double clock) {
      return end + (start - end) * Math.pow(1 - Math.min(1, clock / length), power);
    }
  }

  record Exponential(double start, double decay) implements LearningRateSchedule {
    Exponential {
      Arguments.nonNegative("start", start);
      Arguments.closed("decay", Arguments.positive("decay", decay), 0, 1);
    }

    @Override
    public double at(double clock) {
      return start * Math.pow(decay, clock);
    }
  }

  record User(DoubleUnaryOperator function) implements LearningRateSchedule {
    User {
      Objects.requireNonNull(function, "rateAtClock");
    }

    @Override
    public double at(double clock) {
      return Arguments.nonNegative(
          "learning rate of the schedule at clock " + clock, function.applyAsDouble(clock));
    }
  }

  record Warmup(LearningRateSchedule target, double length) implements LearningRateSchedule {
    Warmup {
      Objects.requireNonNull(target, "schedule");
      Arguments.closed("warm-up", length, 1, Double.MAX_VALUE);
    }

    @Override
    public double at(double clock) {
      return target.at(clock) * Math.min(1, (clock + 1) / length);
    }
  }

  record Then(LearningRateSchedule first, double clock, LearningRateSchedule next)
      implements LearningRateSchedule {
    Then {
      Objects.requireNonNull(first, "schedule");
      Objects.requireNonNull(next, "next");
      Arguments.positive("clock", clock);
    }

    @Override
    public double at(double now) {
      return now < clock ? first.at(now) : next.at(now - clock);
    }
  }

  record Times(LearningRateSchedule schedule, double factor) implements LearningRateSchedule {
    Times {
      Objects.requireNonNull(schedule, "schedule");
      Arguments.nonNegative("factor", factor);
    }

    @Override
    public double at(double clock) {
      return factor * schedule.at(clock);
    }
  }

  private static void checkDecay(double start, double end, double length) {
    Arguments.nonNegative("start", start);
    Arguments.nonNegative("end", end);
    Arguments.positive("length", length);
  }
}
