/**
 * A study on real data: time to a target of DL4J's Adam over a grid of learning rate and batch
 * size, of noise-aware optimizers from many starts, and of learning-rate-free peers. Begin with
 * {@link io.github.gns4j.examples.study.StudyCommand}.
 */
package io.github.gns4j.examples.study;
