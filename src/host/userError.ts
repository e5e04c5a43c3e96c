/** An error whose message is a sentence for the person: what happened and what to do. It is shown as it is. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
