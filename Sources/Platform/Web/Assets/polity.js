// What a page gains where scripts run. Every page works without it.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (target, type, act, options) => target.addEventListener(type, act, options);

  // The summary of errors is the first thing to read.
  document.querySelector("[data-focus]")?.focus();

  // Characters left to write.
  for (const area of all("textarea[data-limit]")) {
    const count = document.getElementById(area.id + "-count");
    let pause;
    const tell = () => {
      const left = area.dataset.limit - [...area.value].length;
      count.textContent = `${left < 0 ? count.dataset.over : count.dataset.left} ${Math.abs(left)}`;
      count.classList.toggle("error", left < 0);
      clearTimeout(pause);
      pause = setTimeout(() => count.setAttribute("aria-live", "polite"), 1000);
    };
    on(area, "input", tell);
    if (area.value) tell();
  }

  // Filters apply themselves when a choice changes; a text waits for the button.
  for (const form of all("form[data-autosubmit]"))
    on(form, "change", (event) => event.target.matches("select, input[type=radio], input[type=checkbox]") && form.requestSubmit());

  // A button is pressed once.
  on(document, "submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  on(window, "pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // What changes while the page is open.
  for (const live of all("[data-live]:not([data-live=''])")) {
    const source = new EventSource(live.dataset.live);
    const show = (event) => {
      const text = live.querySelector("[data-live-text]");
      if (text.textContent === event.data) return;
      text.textContent = event.data;
      live.querySelector("[data-live-reload]").hidden = false;
    };
    on(source, "message", show);
    on(source, "status", show);
    on(window, "pagehide", () => source.close());
  }

  // How many rows are ticked.
  for (const form of all("form.bulk")) {
    const tell = () => (form.querySelector("[data-selected]").value = all("td.tick input:checked", form).length);
    on(form, "change", (event) => {
      event.target.closest("tr")?.classList.toggle("selected", event.target.checked);
      tell();
    });
    tell();
  }

  // Single keys in the workspace. They can be turned off, and never work while someone types.
  const keysOff = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
  for (const box of all("[data-keys-switch]")) {
    box.checked = !keysOff();
    on(box, "change", () => { try { localStorage.setItem("keys", box.checked ? "on" : "off"); } catch {} });
  }
  if (document.querySelector("[data-key]"))
    on(document, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || keysOff()) return;
      if (event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) return;
      const target = all("[data-key]").find((each) => each.dataset.key === event.key && each.offsetParent);
      if (!target) return;
      event.preventDefault();
      target.matches("input, textarea, select") ? target.focus() : target.click();
    });

  // Maps: moving one changes only the map, not the page around it.
  const move = async (map, address, request) => {
    map.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, request);
      if (!answer.ok) throw answer.status;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(map.id);
      if (!fresh) throw 0;
      const focused = map.contains(document.activeElement) && document.activeElement.dataset.move;
      map.replaceWith(fresh);
      if (focused) fresh.querySelector(`[data-move="${focused}"]`)?.focus({ preventScroll: true });
      wire(fresh);
    } catch { return false; }
    return true;
  };
  // A button of a map in a form: sends the form, without its files, and takes only the map from the answer.
  const send = async (map, button) => {
    const form = button.form, data = new FormData(form);
    data.append(button.name, button.value);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    const body = form.enctype.startsWith("multipart") ? data : new URLSearchParams(data);
    if (await move(map, form.action, { method: "POST", body })) return;
    button.type = "submit";
    form.requestSubmit(button);
  };
  // The very place under the pointer, not the middle of the cell.
  const aim = (cell, field, event) => {
    const [west, south, east, north] = field.dataset.view.split(",").map(Number), box = field.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width, y = (event.clientY - box.top) / box.height;
    cell.name = cell.name.replace(/cell$/, "choose");
    cell.value = `${(north - y * (north - south)).toFixed(5)},${(west + x * (east - west)).toFixed(5)}`;
  };
  const wire = (map) => {
    on(map, "click", async (event) => {
      const link = event.target.closest("a[data-move]"), field = event.target.closest(".map-cells");
      const button = event.target.closest("button[data-move], .map-cells button");
      if (link) {
        event.preventDefault();
        (await move(map, link.href)) || (location.href = link.href);
      } else if (button?.form) {
        event.preventDefault();
        if (field) aim(button, field, event);
        send(map, button);
      }
    });
    const locate = map.querySelector("[data-locate]");
    if (!locate || !navigator.geolocation) return;
    locate.hidden = false;
    on(locate, "click", () => {
      const told = map.querySelector("[data-map-status]");
      told.textContent = locate.dataset.locating;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          locate.value = `${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`;
          send(map, locate);
        },
        () => (told.textContent = locate.dataset.notFound),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
  };
  all(".map").forEach(wire);
})();
