// This file runs on any Node, so that it can say which one is needed: only syntax and calls of old versions.
/* biome-ignore-all lint: old syntax is the point of this file */
var major = parseInt(process.versions.node, 10);
if (major < 22) {
  process.stderr.write('evidence-copy needs Node 22 or newer; this is Node ' + process.versions.node + '.\n');
  process.exit(2);
} else {
  require('./cliMain.js');
}
