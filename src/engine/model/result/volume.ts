import * as z from 'zod/mini';

const DiskSchema = z.object({
  /** As the system calls it, such as `sda` or `nvme0n1`. */
  name: z.string(),
  /** Maker and model as the disk gives them; null where it gives none. */
  model: z.nullable(z.string()),
  /** How it is connected; `virtual` where no hardware of its own is behind it (loop, zram, virtio, device mapper …). */
  transport: z.enum(['ata', 'nvme', 'usb', 'mmc', 'scsi', 'virtual', 'unknown']),
  isRotational: z.nullable(z.boolean()),
});
/** The disk behind a file system, as far as the system tells. */
export type Disk = z.infer<typeof DiskSchema>;

/** A file system that evidence was read from or written to. */
export const VolumeSchema = z.object({
  mountPoint: z.string(),
  /** Such as `ext4`, `nfs4` or `fuse.sshfs`. */
  type: z.string(),
  /** Such as `/dev/sdb1` or `server:/export`. */
  device: z.string(),
  /** The id that the file system was given when it was made, as udev writes it; null where the system does not tell it. */
  uuid: z.nullable(z.string()),
  isReadOnly: z.boolean(),
  /** Null where there is no block device, or none that the system names. */
  disk: z.nullable(DiskSchema),
});
export type Volume = z.infer<typeof VolumeSchema>;
