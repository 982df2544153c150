/* The widget: asks and shows answers inside a page of somebody else. Served with stream.js, answer.js and token.js
   before it.

   <script src="https://answers.example/widget.js" data-mode="launcher|inline" data-target="#place" data-url="…"
           data-heading="…" data-label="…" data-level="2" data-forces="northmoor,…" data-scheme="light|dark|auto">

   Or, once the script is there, the element itself with the same names: <inspectqa-widget url="…" mode="inline">.
   Everything stands in a shadow root, made of text nodes and one constructed style sheet: no markup is parsed, no
   style attribute set, nothing stored, no other host asked. Strict CSP and Trusted Types of a page allow all of it. */
(function (inspectqa) {
  "use strict";

  var NAME = "inspectqa-widget";
  var OPTIONS = ["url", "mode", "heading", "label", "level", "forces", "scheme"];
  var MOST_TURNS = 12, LONGEST_TURN = 4000; // of the conversation that goes with a question
  var el = inspectqa.answer.el;
  var sheet;

  function styles() {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(inspectqa.css);
    }
    return sheet;
  }

  function button(name, words, act) {
    var made = el("button", { type: "button", "class": name }, words);
    made.addEventListener("click", act);
    return made;
  }

  class Widget extends HTMLElement {
    connectedCallback() {
      if (!this.shadowRoot) this.make();
      // On the document: the panel may lie over what has the focus, which Escape then shows again.
      if (!this.inline) document.addEventListener("keydown", this.escape);
    }

    make() {
      this.base = new URL(this.getAttribute("url") || ".", document.baseURI).href.replace(/\/+$/, "");
      this.tokens = inspectqa.tokens(this.base);
      this.said = [];
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [styles()];
      this.inline = this.getAttribute("mode") === "inline";
      this.level = Math.min(Math.max(parseInt(this.getAttribute("level"), 10) || 2, 1), 4);
      this.panel = this.makePanel(this.getAttribute("heading") || "Ask about inspections");
      var frame = el("section", { "class": "frame", lang: "en", "aria-labelledby": "title" }, this.panel);
      if (!this.inline) frame.prepend(this.launcher = this.makeLauncher());
      this.shadowRoot.append(frame);
      this.escape = (event) => {
        if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing && !this.panel.hidden) this.close();
      };
    }

    disconnectedCallback() {
      this.stop();
      document.removeEventListener("keydown", this.escape);
    }

    makeLauncher() {
      var made = button("launcher", this.getAttribute("label") || "Ask about inspections", () => {
        if (this.panel.hidden) this.open();
        else this.close();
      });
      made.setAttribute("aria-expanded", "false");
      made.setAttribute("aria-controls", "panel");
      made.setAttribute("part", "launcher");
      return made;
    }

    makePanel(title) {
      this.clearing = button("plain", "Clear", () => this.clear());
      this.clearing.hidden = true;
      var head = el("div", { "class": "head" }, el("h" + this.level, { id: "title" }, title), this.clearing);
      if (!this.inline) {
        head.append(el("button", { type: "button", "class": "close", "aria-label": "Close" }, "×"));
        head.lastChild.addEventListener("click", () => this.close());
      }
      this.talk = el("div", { "class": "talk", role: "group", "aria-label": "Conversation" }, el("p", { "class": "intro" },
        "Ask what was recommended, and what forces and commissioners said they did."));
      this.status = el("p", { "class": "status", role: "status" });
      var foot = el("p", { "class": "foot" },
        "Quotations from published documents. Check the source before you use one. ",
        el("a", { href: this.base + "/", target: "_blank", rel: "noopener noreferrer" }, "Full page (opens in a new tab)"));
      var about = this.inline ? {} : { role: "dialog", "aria-labelledby": "title", hidden: "" };
      return el("div", Object.assign({ "class": "panel", id: "panel", part: "panel" }, about),
        head, this.talk, this.status, this.makeForm(), foot);
    }

    makeForm() {
      this.field = el("textarea", { id: "question", rows: "2", autocomplete: "off", enterkeyhint: "send", dir: "auto" });
      this.go = el("button", { "class": "go", type: "submit" }, "Ask");
      var form = el("form", {}, el("label", { "for": "question" }, "Your question"), this.field, this.go);
      this.field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        if (!this.asking) this.ask(this.field.value);
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (this.asking) this.stop();
        else this.ask(this.field.value);
      });
      return form;
    }

    makeTools(whole) {
      var tools = el("p", { "class": "tools" }, button("plain", "Copy with sources", () => this.copy(whole)));
      [["Useful", true], ["Not useful", false]].forEach(([words, useful]) => {
        tools.append(button("plain", words, () => this.judge(whole.id, useful, tools)));
      });
      return tools;
    }

    open() {
      this.panel.hidden = false;
      if (this.launcher) this.launcher.setAttribute("aria-expanded", "true");
      this.field.focus();
    }

    close() {
      if (this.inline) return;
      var back = this.attended();
      this.panel.hidden = true;
      this.launcher.setAttribute("aria-expanded", "false");
      if (back) this.launcher.focus();
    }

    clear() {
      this.stop();
      this.said = [];
      this.talk.textContent = "";
      this.clearing.hidden = true;
      this.tell("The conversation is cleared.");
      this.field.focus();
    }

    stop() {
      if (this.asking) this.asking.abort();
    }

    /* unseen: for ears only, where the eye finds the same words in the conversation. */
    tell(words, unseen) {
      this.status.className = unseen ? "status unseen" : "status";
      this.status.textContent = words;
    }

    /* Scroll our own boxes, and never the page, so that a question stands at the top with its answer below. */
    reveal(turn) {
      [this.talk, this.panel].forEach(function (box) {
        box.scrollTop += turn.getBoundingClientRect().top - box.getBoundingClientRect().top;
      });
    }

    /* Whether the reader is still here: who went on with the page must not be fetched back. */
    attended() {
      return this.getRootNode().activeElement === this && !this.panel.hidden;
    }

    ask(question) {
      question = question.trim();
      if (!question) {
        this.tell("Write a question first.");
        this.field.focus();
        return;
      }
      var turn = el("div", { "class": "turn" }, el("h" + (this.level + 1), { "class": "asked", dir: "auto" }, question));
      var answer = inspectqa.answer.live({ base: this.base, newTab: true, heading: this.level + 2 });
      turn.append(answer.element);
      answer.element.hidden = true;
      this.talk.append(turn);
      this.reveal(turn);
      this.stop();
      var asking = this.asking = new AbortController();
      this.field.value = "";
      this.go.textContent = "Stop";
      this.tell("Looking through the documents…");
      this.send(question, answer, asking.signal, true).then(
        (whole) => this.answered(question, whole, answer, turn),
        (error) => this.failed(question, error, turn, asking)
      ).finally(() => {
        if (this.asking !== asking) return; // another question is on its way
        this.asking = null;
        this.go.textContent = "Ask";
        this.clearing.hidden = !this.talk.children.length;
        // What scrolls must be reachable by keyboard, also where nothing in it is.
        this.talk.tabIndex = this.talk.scrollHeight > this.talk.clientHeight ? 0 : -1;
      });
    }

    send(question, answer, signal, again) {
      var forces = (this.getAttribute("forces") || "").split(/[\s,]+/).filter(Boolean);
      return inspectqa.stream.ask({
        base: this.base,
        body: { question: question, history: this.said.slice(-MOST_TURNS), filters: { forces: forces } },
        headers: this.tokens.headers,
        signal: signal,
        onStatus: (step) => this.tell(step.text + "…"),
        onCitation: answer.citation,
        onDelta: function (delta) {
          answer.element.hidden = false;
          answer.delta(delta);
        },
        onRetry: () => {
          answer.clear();
          this.tell("The connection was lost. Trying again…");
        }
      }).catch((error) => {
        if (error.status !== 401 || !again) throw error;
        this.tokens.drop(); // it was too old, or the service was started again
        return this.send(question, answer, signal, false);
      });
    }

    answered(question, whole, answer, turn) {
      answer.done(whole);
      answer.element.hidden = false;
      this.said.push({ role: "user", content: question.slice(0, LONGEST_TURN) },
        { role: "assistant", content: whole.answer.slice(0, LONGEST_TURN) });
      answer.element.append(this.makeTools(whole));
      var sources = whole.citations.length;
      this.tell("The answer is there" + (sources ? ", with " + sources + (sources > 1 ? " sources." : " source.") : "."));
      this.reveal(turn);
      if (this.attended()) answer.head.focus();
    }

    failed(question, error, turn, asking) {
      var stopped = asking.signal.aborted;
      turn.lastChild.remove();
      if (!turn.isConnected) return; // cleared meanwhile
      var words = stopped ? "Stopped." : error.message;
      if (!stopped && !error.status && !this.tokens.home && !this.tokens.had()) {
        // A refusal that a page may not read looks like a service that is not there.
        words = "The service could not be reached: it is down, or it does not let pages of " + location.origin + " ask.";
      }
      turn.append(el("p", { "class": "fault" }, words));
      if (this.asking !== asking) return; // another question is on its way
      this.tell(words, true);
      if (!this.field.value) this.field.value = question;
      if (this.attended()) this.field.focus();
    }

    /* What is sent names the answer; neither the question nor its words go with it. */
    judge(id, useful, tools) {
      var post = () => Promise.resolve(this.tokens.headers()).then((headers) => fetch(this.base + "/v1/feedback", {
        method: "POST",
        headers: Object.assign({ "Content-Type": "application/json" }, headers),
        body: JSON.stringify({ answer_id: id, useful: useful }),
        credentials: "omit", redirect: "error", referrerPolicy: "no-referrer"
      }));
      post().then((response) => {
        if (response.status !== 401) return response;
        this.tokens.drop();
        return post();
      }).then((response) => {
        if (!response.ok) throw new Error();
        tools.querySelector("button").focus();
        while (tools.children.length > 1) tools.lastChild.remove();
        this.tell("Thank you.");
      }).catch(() => this.tell("That could not be sent."));
    }

    copy(whole) {
      Promise.resolve().then(() => navigator.clipboard.writeText(inspectqa.answer.plain(whole, { base: this.base })))
        .then(() => this.tell("Copied, with sources."), () => this.tell("This page does not allow copying."));
    }
  }

  if (!customElements.get(NAME)) customElements.define(NAME, Widget);

  function mount(script) {
    var made = document.createElement(NAME);
    OPTIONS.forEach(function (name) {
      if (script.dataset[name]) made.setAttribute(name, script.dataset[name]);
    });
    if (!script.dataset.url) made.setAttribute("url", new URL(script.src).origin);
    if (script.dataset.mode !== "inline") {
      made.setAttribute("mode", "launcher");
      document.body.append(made);
      return;
    }
    var place = script.dataset.target && document.querySelector(script.dataset.target);
    if (place) place.replaceChildren(made);
    else script.after(made);
  }

  var script = document.currentScript; // null in a module: such a page writes the element itself
  if (script && script.dataset.mode !== "none") {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", function () { mount(script); });
    else mount(script);
  }
})(self.inspectqa);
