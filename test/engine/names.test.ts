import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freePath } from '../../src/engine/copy/existing';
import { keepsIdentities, parseMounts } from '../../src/engine/fs/mounts';
import { below, isWithin, nameOf, numberedName, parentOf, topOf } from '../../src/engine/fs/names';
import { secondsText } from '../../src/engine/fs/stat';
import { holds } from '../support/property';

describe('payload paths', () => {
  const name = fc.string({ minLength: 1, maxLength: 5 }).filter((text) => !text.includes('/'));

  test('are taken apart and put together again', () => {
    holds(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        const path = names.join('/');
        expect(nameOf(path)).toBe(names.at(-1));
        expect(topOf(path)).toBe(names[0]);
        expect(parentOf(path)).toBe(names.slice(0, -1).join('/'));
        expect(parentOf(path) === '' ? nameOf(path) : below(parentOf(path), nameOf(path))).toBe(path);
      }),
    );
  });

  test('a name that begins like a folder does not lie in it', () => {
    expect([isWithin('a/b', 'a'), isWithin('a', 'a'), isWithin('ab', 'a'), isWithin('a', 'a/b')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('below the root there is one slash', () => expect([below('/', 'a'), below('/x', 'a')]).toEqual(['/a', '/x/a']));
});

describe('E6: a further name', () => {
  test.each([
    ['photo.jpg', false, 'photo (2).jpg'],
    ['archive.tar.gz', false, 'archive.tar (2).gz'],
    ['no extension', false, 'no extension (2)'],
    ['.hidden', false, '.hidden (2)'],
    ['dot.', false, 'dot (2).'],
    ['folder.d', true, 'folder.d (2)'],
    ['\udcff.bin', false, '\udcff (2).bin'],
  ])('of %s (folder: %s) is %s', (name, isFolder, expected) => expect(numberedName(name, 2, isFolder)).toBe(expected));

  test('is the first that nothing has', () => {
    const taken = new Set(['d/a.txt', 'd/a (2).txt', 'd/a (4).txt', 'a.txt']);
    expect(freePath('d/a.txt', (path) => taken.has(path))).toBe('d/a (3).txt');
    expect(freePath('a.txt', (path) => taken.has(path))).toBe('a (2).txt');
    expect(freePath('b.txt', (path) => taken.has(path))).toBe('b.txt');
  });
});

describe('mounts', () => {
  test('are read from the form in which the kernel lists them', () => {
    const text = [
      '22 28 0:21 / /proc rw,nosuid,nodev shared:12 - proc proc rw',
      '36 35 98:0 /mnt1 /media/usb\\040stick\\134x ro,noatime master:1 - vfat /dev/sd\\040b1 rw,errors=continue',
      '40 28 0:44 / /mnt/image rw,relatime - fuse.sshfs host:/x ro,user_id=0',
      'garbage',
      '',
    ].join('\n');
    expect(parseMounts(text)).toEqual([
      { id: 22, mountPoint: '/proc', type: 'proc', device: 'proc', readOnly: false },
      { id: 36, mountPoint: '/media/usb stick\\x', type: 'vfat', device: '/dev/sd b1', readOnly: true },
      { id: 40, mountPoint: '/mnt/image', type: 'fuse.sshfs', device: 'host:/x', readOnly: true },
    ]);
  });

  test.each([
    ['vfat', false],
    ['exfat', false],
    ['msdos', false],
    ['fuse.exfat', false],
    ['fuseblk', false],
    ['ext4', true],
    ['ntfs3', true],
  ])('E15: %s keeps identities: %s', (type, expected) => {
    expect(keepsIdentities({ id: 36, mountPoint: '/', type, device: '', readOnly: true })).toBe(expected);
  });

  test('E15: what is not known to be FAT is held to its identities', () =>
    expect(keepsIdentities(undefined)).toBe(true));
});

test('E7: a time for Node is exact text, also before 1970', () => {
  expect(secondsText(1_700_000_000_123_456_789n)).toBe('1700000000.123456789');
  expect(secondsText(-1_500_000_000n)).toBe('-1.500000000');
  expect(secondsText(-5n)).toBe('-0.000000005');
  expect(secondsText(0n)).toBe('0.000000000');
});
