import { expect, test, vi } from 'vitest';
import { userName } from '../../../src/engine/model/userName';

vi.mock('node:os', () => ({
  userInfo: () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  },
}));

test('a user whom the system does not know, as in a container, has a number for a name', () => {
  expect(userName()).toBe(String(process.getuid?.() ?? 'unknown'));
});
