/** What `grade4 gradescope --help` ends with. */
export const GRADESCOPE_HELP = `
DIR is a folder that grade4 batch left, of a roster with a column email. The package is an autograder that grades
nothing by itself: it hands each student, found by the e-mail of whoever submitted, the result that the batch left.
On Gradescope: Programming Assignment, Configure Autograder, upload ZIP. After another batch, make it anew, upload
it and choose "Regrade All Submissions".
`
