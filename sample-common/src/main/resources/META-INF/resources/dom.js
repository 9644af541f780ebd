// The few things that all parts of the page do with the document. Text goes in as text, never as markup.

export const byId = (id) => document.getElementById(id);

export function text(id, value) {
  const target = byId(id);
  if (target.textContent !== value) {
    target.textContent = value;
  }
}

export function element(tag, className, content) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  if (content !== undefined) {
    made.textContent = content;
  }
  return made;
}

export function svg(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  return made;
}
