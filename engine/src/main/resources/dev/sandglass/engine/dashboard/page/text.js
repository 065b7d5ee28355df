// Text from inside sandboxes, made harmless to look at.

// Colours and the like (CSI), titles and links (OSC, DCS, ...), and other escapes of terminals.
const ESCAPES = new RegExp(
  '\\u001b\\[[0-?]*[ -/]*[@-~]' +
  '|\\u001b[\\]PX^_][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)' +
  '|\\u001b[ -/]*[0-Z\\\\^-~]', 'g');
// What is not seen, or changes the order of what is: controls, marks of direction, widthless letters.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/g;

/** Returns text without escapes of terminals, and with whatever else is not seen as \u escapes. */
export function visible(text) {
  return String(text)
    .replace(ESCAPES, '')
    .replace(/\r\n?$/, '')
    .replace(UNSEEN, (found) => '\\u' + found.codePointAt(0).toString(16).padStart(4, '0'));
}

/** Returns the begin of a text, if it is longer, and never half of a letter. */
export function shortened(text, most) {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text[most - 1]) ? most - 1 : most;
  return text.slice(0, end) + '…';
}
