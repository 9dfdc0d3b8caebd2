/** Pictures that a text carries in itself: the only ones that are shown, since nothing is loaded from anywhere. */

export interface LiftedText {
  /** The text with a short address, such as `picture:0`, in the place of each picture. */
  text: string;
  /** `data:` addresses, by the number in the short one. */
  pictures: readonly string[];
}

/** Kinds that hold pixels alone: an SVG is a document. */
const PICTURE = /data:image\/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/]+={0,2}/g;

/** Longest address that is shown as a picture, in UTF-16 units: about 4 MB of picture. */
const LARGEST = 5_600_000;

const SHORT = /^picture:(\d{1,4})$/;

/** Takes pictures out of a text, so that cutting it to a length cuts none of them. */
export function liftPictures(text: string): LiftedText {
  if (!text.includes('data:image/')) return { text, pictures: [] };
  const pictures: string[] = [];
  const lifted = text.replace(PICTURE, (address) => `picture:${pictures.push(address) - 1}`);
  return { text: lifted, pictures };
}

/** The picture's own address; `null` for what is none of ours, or is too large. */
export function pictureAt(address: string, pictures: readonly string[]): string | null {
  const index = SHORT.exec(address)?.[1];
  const found = index === undefined ? undefined : pictures[Number(index)];
  return found !== undefined && found.length <= LARGEST ? found : null;
}
