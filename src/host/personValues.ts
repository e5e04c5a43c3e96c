import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import { LayoutSchema } from '../engine/model/job/packaging';

const KEY = 'personValues';

const PersonValuesSchema = z.object({
  examiner: z.optional(z.string()),
  examinerId: z.optional(z.string()),
  organisation: z.optional(z.string()),
  folderTemplate: z.optional(z.string()),
  layout: z.optional(LayoutSchema),
});
/** What belongs to the person, not to a case, and is offered again in the next form. */
export type PersonValues = Readonly<z.infer<typeof PersonValuesSchema>>;

/** Keeps {@link PersonValues} between windows. Values of a case are never among them. */
export class PersonMemory {
  constructor(private readonly state: vscode.Memento) {}

  get(): PersonValues {
    const parsed = z.safeParse(PersonValuesSchema, this.state.get<unknown>(KEY));
    return parsed.success ? parsed.data : {};
  }

  async set({ examiner, examinerId, organisation, folderTemplate, layout }: PersonValues): Promise<void> {
    await this.state.update(KEY, { examiner, examinerId, organisation, folderTemplate, layout });
  }
}
