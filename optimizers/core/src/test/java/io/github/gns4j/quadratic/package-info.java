/**
 * The noisy quadratic model, on which every claim about noise and convergence has a closed form.
 */
package io.github.gns4j.quadratic;
