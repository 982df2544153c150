/* Asks over POST /v1/ask/stream and reads the server-sent events; knows nothing of any page.

   inspectqa.stream.ask({
     base,        // "" or "https://answers.example": where the service is
     body,        // the AskRequest
     headers,     // further headers; an object, or a function that returns one or a promise of one
     signal,      // an AbortSignal: stop asking
     onStatus, onCitation, onDelta,   // called with the data of each event
     onRetry      // called before a dropped stream is asked for again: what was shown is void
   }) -> Promise of the whole response

   It rejects with an Error that has `status` (0 when the service was not reached) and `problem` (RFC 9457 or null). */
(function (inspectqa) {
  "use strict";

  var WAITS = [400, 1200]; // ms before the second and third try of a stream
  var HANDLERS = { status: "onStatus", citation: "onCitation", delta: "onDelta" };

  function fault(message, status, problem) {
    var error = new Error(message);
    error.status = status;
    error.problem = problem || null;
    return error;
  }

  /* Returns a function that takes text in any pieces and calls tell(name, data) for each whole event. */
  function parser(tell) {
    var rest = "", name = "", data = [];
    function line(text) {
      if (text === "") {
        if (data.length) tell(name || "message", data.join("\n"));
        name = "";
        data = [];
        return;
      }
      var colon = text.indexOf(":");
      if (colon === 0) return;
      var field = colon < 0 ? text : text.slice(0, colon);
      var value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
      if (field === "event") name = value;
      if (field === "data") data.push(value);
    }
    return function (text) {
      rest += text;
      var lines = rest.split(/\r\n|\n|\r(?!$)/); // a CR at the very end may be half of a CRLF
      rest = lines.pop();
      lines.forEach(line);
    };
  }

  function send(options, path) {
    return Promise.resolve(typeof options.headers === "function" ? options.headers() : options.headers)
      .then(function (headers) {
        return fetch((options.base || "") + path, {
          method: "POST",
          headers: Object.assign({ "Content-Type": "application/json" }, headers),
          body: JSON.stringify(options.body),
          signal: options.signal,
          credentials: "omit",
          redirect: "error",
          referrerPolicy: "no-referrer"
        });
      })
      .then(function (response) {
        if (response.ok) return response;
        return response.json().catch(function () { return null; }).then(function (problem) {
          throw fault((problem && problem.detail) || "The service answered with status " + response.status + ".",
            response.status, problem);
        });
      });
  }

  /* One try. Resolves with the response; rejects with dropped set when the stream ended before its end. */
  function once(options) {
    return send(options, "/v1/ask/stream").then(function (response) {
      var reader = response.body.getReader(), decoder = new TextDecoder();
      var answer = null, failed = null;
      var feed = parser(function (name, text) {
        var data = JSON.parse(text);
        if (name === "done") answer = data;
        else if (name === "error") failed = fault(data.detail, data.status, data);
        else if (HANDLERS[name] && options[HANDLERS[name]]) options[HANDLERS[name]](data);
      });
      function next() {
        return reader.read().then(function (part) {
          if (!part.done) feed(decoder.decode(part.value, { stream: true }));
          if (answer || failed || part.done) {
            reader.cancel().catch(function () {});
            if (failed) throw failed;
            if (answer) return answer;
            throw fault("The connection was lost.", 0);
          }
          return next();
        });
      }
      return next();
    });
  }

  function pause(milliseconds, signal) {
    return new Promise(function (resolve, reject) {
      function stopped() { clearTimeout(timer); reject(fault("Stopped.", 0)); }
      var timer = setTimeout(function () {
        if (signal) signal.removeEventListener("abort", stopped);
        resolve();
      }, milliseconds);
      if (signal) signal.addEventListener("abort", stopped, { once: true });
    });
  }

  /* What the service refused (a problem) is not asked again; a lost connection is, at last without a stream. */
  function ask(options) {
    function attempt(tries) {
      return once(options).catch(function (error) {
        if (error.status || (options.signal && options.signal.aborted)) throw error;
        if (options.onRetry) options.onRetry();
        if (tries < WAITS.length) {
          return pause(WAITS[tries], options.signal).then(function () { return attempt(tries + 1); });
        }
        return send(options, "/v1/ask").then(function (response) { return response.json(); });
      }).catch(function (error) {
        if (error.status === undefined) error = fault("The service could not be reached.", 0);
        throw error;
      });
    }
    return attempt(0);
  }

  inspectqa.stream = { ask: ask, parser: parser };
})(self.inspectqa = self.inspectqa || {});
