/** A recurrent network that learns to write as a text does, letter by letter. */
package io.github.gns4j.examples.recurrent;
