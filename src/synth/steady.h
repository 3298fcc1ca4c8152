/* synth/steady.h - exponential and logarithm that are the same bits on every
 * machine: of additions, multiplications and divisions alone. Those of the C
 * library are not: their last bit depends on its version and on the processor, and
 * one bit can change who is born. Good to some 1e-15; roots are exact anyhow. */
#ifndef SYNTH_STEADY_H
#define SYNTH_STEADY_H

double steady_exp(double x);
double steady_log(double x); /* x more than 0 */
#endif
