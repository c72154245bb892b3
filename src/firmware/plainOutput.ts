// Control characters save tab and line ends: sequences that colour, set titles or write the clipboard begin with one.
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** What tools print, made safe for an output channel or a terminal; their line ends stay. */
export function plainOutput(text: string): string {
  return text.replace(controls, '\ufffd');
}
