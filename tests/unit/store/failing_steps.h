/* tests/unit/store/failing_steps.h - the n-th statement of a transaction fails, BEGIN and COMMIT
 * among them: it is not run at all, as if the database had refused. Linked so that the program's
 * own calls of SQLite come here first. */
#ifndef TESTS_FAILING_STEPS_H
#define TESTS_FAILING_STEPS_H

struct failing_steps {
    unsigned fail_at; /* from 1; 0: none */
    unsigned calls;
};
extern struct failing_steps failing_steps;
#endif
