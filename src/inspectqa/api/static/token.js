/* The headers of the widget for the service at base: none where it is at home, else a token, asked for when it is needed.

   inspectqa.tokens(base) -> { headers(): an object or a promise of one, home: whether it needs none,
   had(): whether one ever came, drop() } */
(function (inspectqa) {
  "use strict";

  inspectqa.tokens = function (base) {
    var held = null, home = new URL(base).origin === location.origin;

    function fresh() {
      return fetch(base + "/v1/widget/token", {
        method: "POST", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer"
      }).then(function (response) {
        if (response.ok) return response.json();
        throw Object.assign(new Error("The service gave no token (" + response.status + ")."), { status: response.status });
      }).then(function (given) {
        held = { token: given.token, until: Date.now() + given.expires_in * 1000 };
        return held;
      });
    }

    return {
      headers: function () {
        if (home) return {};
        return Promise.resolve(held && Date.now() < held.until ? held : fresh()).then(function (good) {
          return { Authorization: "Bearer " + good.token };
        });
      },
      home: home,
      had: function () { return !!held; },
      drop: function () { held = null; }
    };
  };
})(self.inspectqa = self.inspectqa || {});
