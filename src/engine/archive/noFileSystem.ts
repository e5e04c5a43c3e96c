// Stands for `fs` in the bundle wherever a library asks for it: the engine gives them streams over its own port, and there
// is no second way to the file system.
export {};
