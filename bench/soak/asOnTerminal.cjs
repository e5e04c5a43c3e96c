// Loaded before the command line: it shows its progress as to a person who watches.
process.stderr.isTTY = true;
process.stderr.columns = 100;
