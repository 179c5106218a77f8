/** What `grade4 gradescope --help` ends with. */
export const GRADESCOPE_HELP = `
With DIR, a folder that grade4 batch left of a roster with a column email: the package grades nothing by itself, it
hands each student, found by the e-mail of whoever submitted, the result that the batch left. After another batch make
it anew, upload it and choose "Regrade All Submissions".

With --hand-ins, for courses without access to their students' accounts: the package grades cdk.out, which cdk synth
writes, and .github/workflows/main.yml, as students upload them; what only an account can tell wins no points.

On Gradescope: Programming Assignment, Configure Autograder, upload ZIP.
`
