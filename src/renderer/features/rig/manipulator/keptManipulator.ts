import { manipulatorWish, type ManipulatorWish } from '../../../../shared/contract/manipulator-schema.ts';

const KEPT_AS = 'rig-manipulator';

export function keepManipulator(wish: ManipulatorWish): void {
  localStorage.setItem(KEPT_AS, JSON.stringify(wish));
}

/** The one that was connected last; null where none was, or what is kept is none. */
export function keptManipulator(): ManipulatorWish | null {
  try {
    return manipulatorWish
      .nullable()
      .catch(null)
      .parse(JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
