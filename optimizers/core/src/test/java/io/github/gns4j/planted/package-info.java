/** Defects planted in the production code, to see that the tests would notice them. */
package io.github.gns4j.planted;
