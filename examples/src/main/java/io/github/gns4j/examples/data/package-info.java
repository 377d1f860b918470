/**
 * Images of handwritten digits: drawn by a program ({@link
 * io.github.gns4j.examples.data.DigitStrokes}) or read from the IDX files of MNIST ({@link
 * io.github.gns4j.examples.data.MnistDirectory}).
 */
package io.github.gns4j.examples.data;
