// vitest wants a file to run. What runs is what run.ts puts in its place: the precompiled specs.
