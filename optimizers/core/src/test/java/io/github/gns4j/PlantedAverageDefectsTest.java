package io.github.gns4j;

import static io.github.gns4j.planted.PlantedCase.test;

import io.github.gns4j.planted.PlantedCase;
import io.github.gns4j.planted.PlantedCases;
import java.util.List;

/** Defects in the average of the weights (decisions 99 and 102). */
class PlantedAverageDefectsTest extends PlantedCases {
  PlantedAverageDefectsTest() {
    super(
        List.of(
            PlantedCase.of(
                "WeightAverage",
                "the mean in place of a polynomial",
                "(power + 1) * samples / (total + power * samples)",
                "(double) samples / total",
                test("WeightAverageTest", "polynomialAverageWeighsByAPowerOfTheTime")),
            PlantedCase.of(
                "WeightAverage",
                "does not say which average is saved",
                "average (\" + description + \") of ",
                "average of ",
                test("WeightAverageTest", "savedStateSaysWhichAverageItIs")),
            PlantedCase.of(
                "WeightAverage",
                "a name of its own for the mean",
                "power == 0 ? \"equal\" : ",
                "",
                test("WeightAverageTest", "savedStateSaysWhichAverageItIs"))));
  }
}
