/**
 * Right-clicks in the explorer and adds to the queue, as a person does.
 *
 * @param {Awaited<ReturnType<typeof import('./openWindow.mjs').openWindow>>} window
 * @param {string} name
 */
export async function addToQueue({ workbench, workspace }, name) {
  await workbench.explorer.open();
  await workbench.explorer.contextMenu(name, 'Add to Batch Queue…');
  await workbench.quickInput.choosePath(`${workspace.destination}/`, 'Copy Here');
  await workbench.queue.row(name).waitFor();
}
