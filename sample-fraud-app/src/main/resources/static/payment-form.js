// The form that sends a payment and waits for its verdict.

import { markAsMine } from "./alerts.js";
import { byId, element } from "./dom.js";
import * as format from "./format.js";

const CATEGORIES = ["GROCERIES", "RESTAURANT", "FUEL", "FASHION", "ELECTRONICS", "JEWELRY", "TRAVEL", "GAMING", "GIFT_CARDS", "DONATION"];

const EXAMPLES = {
  "Clean": { amount: "42.10", category: "GROCERIES", merchant: "green-basket", country: "DE", cardCountry: "DE" },
  "Too much": { amount: "4999.00", category: "ELECTRONICS", merchant: "volt-and-co", country: "DE", cardCountry: "DE" },
  "Blocked": { amount: "120.00", category: "GIFT_CARDS", merchant: "quick-gift-cards", country: "FR", cardCountry: "FR" },
  "Resale abroad": { amount: "890.00", category: "ELECTRONICS", merchant: "pixel-store", country: "US", cardCountry: "DE" },
  "Far away": { amount: "31.50", category: "RESTAURANT", merchant: "taco-plaza", country: "AU", cardCountry: "DE" },
  "Card test": { amount: "1.00", category: "DONATION", merchant: "micro-aid", country: "GB", cardCountry: "GB" },
};

const form = byId("payment-form");
const verdict = byId("verdict");

export function prepare() {
  form.elements.category.append(...CATEGORIES.map((category) => {
    const option = element("option", "", format.label(category));
    option.value = category;
    return option;
  }));
  for (const [name, payment] of Object.entries(EXAMPLES)) {
    const button = element("button", "chip", name);
    button.type = "button";
    button.addEventListener("click", () => fill(payment));
    byId("presets").append(button);
  }
  fill(EXAMPLES["Too much"]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}

function fill(payment) {
  for (const [name, value] of Object.entries(payment)) {
    form.elements[name].value = value;
    form.elements[name].removeAttribute("aria-invalid");
  }
}

async function send() {
  const payment = Object.fromEntries(new FormData(form));
  payment.id = newId();
  payment.card = "card-by-hand";
  payment.amount = Number(payment.amount.replace(",", "."));
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  show("", "Waiting for an alert …");
  markAsMine(payment.id);
  const sentAt = performance.now();
  try {
    const answer = await fetch("payments?wait=2s", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(payment),
    });
    const body = await answer.json();
    markFields(body.errors ?? []);
    if (!answer.ok) {
      show("wrong", body.detail ?? "Not accepted.");
    } else if (body.alerts.length === 0) {
      show("clean", "No alert within 2 s: nothing speaks against it.");
    } else {
      showAlert(body.alerts[0], performance.now() - sentAt);
    }
  } catch {
    show("wrong", "The service does not answer.");
  } finally {
    button.disabled = false;
  }
}

/** Returns an id; random enough also where the page is not served from this machine. */
function newId() {
  return `page-${Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function markFields(errors) {
  const wrong = new Set(errors.map((error) => error.field));
  for (const field of form.elements) {
    if (field.name) {
      field.setAttribute("aria-invalid", wrong.has(field.name));
    }
  }
}

function showAlert(alert, millis) {
  show(`found ${alert.severity.toLowerCase()}`, `Alert after ${format.millis(millis)}, there and back`);
  const reasons = element("ul");
  alert.findings.forEach((finding) => reasons.append(element("li", "", finding.reason)));
  verdict.append(reasons);
}

function show(kind, content) {
  verdict.className = `verdict ${kind}`;
  verdict.replaceChildren(element("p", "", content));
}
