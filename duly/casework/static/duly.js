/* Keys, focus, and never losing what somebody typed. Without this file every link and form works as a page of its own. */
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const shown = (element) => element.getClientRects().length > 0;

  document.documentElement.classList.add("js");

  /* Rows: the cursor is where the focus is, or last was. */

  const rows = () => all("[data-row]").filter(shown);
  const rowOf = (element) => element?.closest("[data-row]") ?? element?.closest("[data-log]")?.previousElementSibling ?? null;
  const current = () => rowOf(document.activeElement) ?? one("[data-row].is-cursor");
  const logOf = (row) => (row?.nextElementSibling?.matches("[data-log]") ? row.nextElementSibling : null);
  const focusName = (row) => (row && (one(".who a", row) ?? one("a, button", row)))?.focus();

  function move(step) {
    const list = rows();
    const at = list.indexOf(current());
    focusName(at < 0 ? list.at(step > 0 ? 0 : -1) : list[at + step]);
  }

  document.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    all(".is-cursor").forEach((other) => other.classList.remove("is-cursor"));
    row.classList.add("is-cursor");
  });

  /* The log form under a row: one open at a time. Closing keeps typed text, hidden, until the row is opened again. */

  function sync() {
    rows().forEach((row) => row.classList.toggle("is-open", Boolean(logOf(row)) && !logOf(row).hidden));
  }

  function close(log) {
    const form = one("form", log);
    if (form && unsaved(form)) log.hidden = true;
    else log.remove();
    sync();
  }

  const closeAll = () => all("[data-log]:not([hidden])").forEach(close);

  function reopen(log) {
    if (log.hidden) closeAll();
    log.hidden = false;
    sync();
    focusInto(log);
  }

  function focusInto(part) {
    const order = ["[autofocus]", "[aria-invalid=true]", "input[type=radio]:checked", "input:not([type=hidden]), textarea, select", "a, button"];
    order.map((selector) => one(selector, part)).find(Boolean)?.focus();
  }

  /* Keys. A key belongs to whatever carries data-key: in the open form, then in the row, then on the page. */

  const TEXT = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])";

  function keyed(key) {
    const selector = `[data-key="${CSS.escape(key)}"]`;
    const row = current();
    const form = document.activeElement?.closest("[data-log], form");
    const free = all(selector).filter((element) => !element.closest("[data-row], [data-log]"));
    return [form && one(selector, form), row && one(selector, row), ...free].find((element) => element && (shown(element) || logOf(rowOf(element))));
  }

  function press(element) {
    if (element.matches(TEXT)) {
      element.focus();
      element.select?.();
      return;
    }
    if (element.matches("input[type=radio]")) element.focus();
    element.click();
    follow(element);
  }

  function follow(element) {
    const then = element.dataset.then;
    if (then === "save") element.form.requestSubmit();
    else if (then) one(then, element.form)?.focus();
  }

  function escape(event) {
    const menu = one("details[data-menu][open]");
    const row = current();
    const log = document.activeElement?.closest("[data-log]") ?? logOf(row);
    if (menu) {
      menu.open = false;
      one("summary", menu).focus();
    } else if (log && !log.hidden) {
      event.preventDefault();
      close(log);
      focusName(row);
    }
  }

  let early = null; // keys pressed while the log form they are meant for is on its way

  function replay(pressed) {
    for (const key of pressed ?? []) {
      const field = document.activeElement;
      if (key === "Enter") field.form?.requestSubmit();
      else if (field.matches(TEXT)) field.setRangeText(key, field.value.length, field.value.length, "end");
      else if (keyed(key)) press(keyed(key));
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || one("dialog[open]")) return;
    if (early && (event.key.length === 1 || event.key === "Enter")) {
      early.push(event.key);
      event.preventDefault();
      return;
    }
    if (event.key === "Escape") {
      escape(event);
      return;
    }
    if (event.key.length !== 1 || document.body.dataset.keys !== "on" || event.target.matches(TEXT)) return;
    const key = event.key.toLowerCase();
    const step = { j: 1, k: -1 }[key];
    if (step) move(step);
    else if (key === "?") one("#keys")?.showModal();
    else if (keyed(key)) press(keyed(key));
    else return;
    event.preventDefault();
  });

  /* Clicks and picks that need script. */

  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-opens]");
    const dialog = open && document.getElementById(open.dataset.opens);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-close]")) {
      const row = rowOf(event.target);
      close(logOf(row));
      focusName(row);
    }
    all("details[data-menu][open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches(".check")) return;
    const picks = all(".pick .check:not([data-pick-all])");
    if (box.matches("[data-pick-all]")) picks.forEach((pick) => { pick.checked = box.checked; });
    all("[data-picked-count]").forEach((place) => { place.textContent = picks.filter((pick) => pick.checked).length; });
  });

  /* What was typed and is not yet saved. */

  function unsaved(form) {
    const typed = all("textarea, input", form).filter((field) => !["hidden", "radio", "checkbox", "submit"].includes(field.type));
    return Boolean(one("[aria-invalid=true]", form)) || typed.some((field) => field.value !== field.defaultValue);
  }

  let leaving = null; // the form that is being sent as a page

  window.addEventListener("beforeunload", (event) => {
    if (all("form[data-keep]").some((form) => form !== leaving && unsaved(form))) event.preventDefault();
  });

  // A page that stood open may have lost its sign-in or its connection: found out before the form leaves the page.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-keep]") || leaving === form) return;
    event.preventDefault();
    freshToken(form).then((signedIn) => {
      if (!signedIn) return failed(form, ...SIGNED_OUT);
      leaving = form;
      return form.requestSubmit(event.submitter);
    }, () => failed(form, DROPPED));
  });

  /* htmx: before a request, after its answer, and when there is none. */

  let next = null; // the row to go on to when the log form now being saved is gone
  let lastLog = null;

  document.addEventListener("htmx:beforeRequest", (event) => {
    const element = event.detail.elt;
    const row = element.closest("[data-row]");
    const log = element.closest("[data-log]");
    one("[data-failed]", element)?.remove();
    if (log) {
      const list = rows();
      const at = list.indexOf(rowOf(log));
      next = list[at + 1] ?? list[at - 1] ?? null;
    } else if (row && logOf(row)) {
      event.preventDefault();
      reopen(logOf(row));
    } else if (row) {
      closeAll();
      if (element.dataset.key) early = [];
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => { if (!event.detail.successful) early = null; });

  // A swapped list must not take other people's half-typed entries with it.
  let setAside = [];

  function setLogsAside(target) {
    setAside = all("[data-log][hidden]", target).map((log) => [log.previousElementSibling.id, log]);
    setAside.forEach(([_, log]) => log.remove());
  }

  function putLogsBack() {
    setAside.forEach(([id, log]) => document.getElementById(id)?.after(log));
    setAside = [];
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig, target } = event.detail;
    if (!/^\s*<!doctype/i.test(xhr.responseText)) {
      if (event.detail.shouldSwap) setLogsAside(target);
      return;
    }
    // A whole page where a part was asked for: signed out meanwhile, or sent on elsewhere.
    event.detail.shouldSwap = false;
    const form = requestConfig.elt.closest("form[data-keep]");
    if (xhr.responseText.includes('data-signed="no"') && form) failed(form, ...SIGNED_OUT);
    else window.location.assign(xhr.responseURL);
  });

  document.addEventListener("htmx:afterSettle", () => {
    putLogsBack();
    sync();
    const log = one("[data-log]:not([hidden])");
    if (log && log !== lastLog) focusInto(log);
    else if (!log && lastLog && next) focusName(document.getElementById(next.id) ?? next);
    lastLog = log;
    const pressed = early;
    early = null;
    replay(pressed);
  });

  // What a link opens beside a list is read from its heading, wherever on the page it stands.
  document.addEventListener("htmx:afterSettle", (event) => {
    const heading = event.detail.requestConfig?.elt.matches("a") && one("[data-show]", event.target);
    if (!heading) return;
    heading.focus({ preventScroll: true });
    const { top, bottom } = heading.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) heading.scrollIntoView();
  });

  const DROPPED = "the connection dropped";
  const SIGNED_OUT = ["you have been signed out", "Sign in again in another tab, then"];
  const REASONS = { 401: "you have been signed out", 403: "this page stood open too long", 404: "this is no longer there", 429: "too many attempts, wait a minute" };

  function trouble(event, reason, first = "") {
    const element = event.detail.elt;
    const form = element.closest("form");
    if (form) failed(form, reason, first);
    else if (event.type === "htmx:responseError" && element.href) window.location.assign(element.href);
    else failed(one("#said"), reason);
  }

  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, (event) => trouble(event, DROPPED)));
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    trouble(event, REASONS[status] ?? "something failed on our side", status === 401 ? "Sign in again in another tab, then" : "");
  });

  function failed(place, reason, first = "") {
    one("[data-failed]", place)?.remove();
    const alert = document.getElementById("failed").content.firstElementChild.cloneNode(true);
    const saving = place.matches("form");
    const kept = place.dataset.for ? `Your entry for ${place.dataset.for} is still in the form.` : "What you typed is still in the form.";
    one("b", alert).textContent = `${saving ? "Not saved" : "Not loaded"}: ${reason}.`;
    one("span", alert).textContent = saving ? `${kept} ${first}` : "Try again.";
    const again = one("button", alert);
    again.hidden = !saving;
    again.addEventListener("click", () => freshToken(place).catch(() => null).finally(() => place.requestSubmit()));
    place.prepend(alert);
    again.focus();
  }

  // Signing in again makes the page's token stale; any page carries the new one, and whether anybody is signed in.
  async function freshToken(form) {
    const answer = await fetch(one("footer [data-opens=keys]").href);
    const { body } = new DOMParser().parseFromString(await answer.text(), "text/html");
    const headers = body.getAttribute("hx-headers");
    if (!headers || body.dataset.signed === "no") return false;
    document.body.setAttribute("hx-headers", headers);
    const field = one("[name=csrfmiddlewaretoken]", form);
    if (field) field.value = JSON.parse(headers)["X-CSRFToken"];
    return true;
  }

  /* Print shows what is folded. */

  window.addEventListener("beforeprint", () => all("details.more:not([open])").forEach((fold) => { fold.open = true; fold.dataset.folded = ""; }));
  window.addEventListener("afterprint", () => all("details[data-folded]").forEach((fold) => { fold.open = false; delete fold.dataset.folded; }));

  // A page opened on its own with the form already in it, or with mistakes.
  document.addEventListener("DOMContentLoaded", () => { sync(); lastLog = one("[data-log]:not([hidden])"); });
})();
