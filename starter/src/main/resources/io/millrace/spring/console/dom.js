// The few things that all parts of the page do with the document. Text goes in as text, never as markup.

export const byId = (id) => document.getElementById(id);

/** Sets an element's text, given itself or by its id, if it is another one. */
export function text(target, value) {
  const node = typeof target === "string" ? byId(target) : target;
  const content = String(value);
  if (node.textContent !== content) {
    node.textContent = content;
  }
}

export function attribute(node, name, value) {
  const content = String(value);
  if (node.getAttribute(name) !== content) {
    node.setAttribute(name, content);
  }
}

export function className(node, value) {
  if (node.getAttribute("class") !== value) {
    node.setAttribute("class", value);
  }
}

export function element(tag, names, content) {
  const made = document.createElement(tag);
  if (names) {
    made.className = names;
  }
  if (content !== undefined) {
    made.textContent = content;
  }
  return made;
}

export function svg(tag, attributes = {}) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  return made;
}

/**
 * Has `parent` show one child for each item, in their order, and keeps those that are there: what is focused or selected stays so.
 */
export function keyed(parent, items, keyOf, make, update) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let before = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let child = old.get(key);
    if (child) {
      old.delete(key);
    } else {
      child = make(item);
      child.dataset.key = key;
    }
    if (child === before) {
      before = before.nextElementSibling;
    } else {
      parent.insertBefore(child, before);
    }
    update(child, item);
  }
  old.forEach((child) => child.remove());
}

/** Shows pairs of a name and a value in a list of descriptions; a pair may have a third part, a class. */
export function pairs(list, rows) {
  keyed(
    list,
    rows,
    ([name]) => name,
    ([name]) => {
      const row = element("div");
      row.append(element("dt", "", name), element("dd"));
      return row;
    },
    (row, [, value, kind]) => {
      text(row.lastElementChild, value);
      className(row, kind ?? "");
    },
  );
}
