package example;

import dev.sandglass.scrubber.DisclosureGate;
import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.scrubber.Redactor;
import dev.sandglass.scrubber.ReportableQuery;
import dev.sandglass.scrubber.RouteTable;
import dev.sandglass.scrubber.RouteTable.Declared;
import dev.sandglass.scrubber.RouteTemplate;
import java.util.List;
import java.util.Map;

public final class Example {
  public static void main(String[] arguments) {
    var start = new Declared(HttpMethod.POST, RouteTemplate.of("/sandboxes/:sandboxId/start"));
    var routes = RouteTable.of(List.of(start));
    System.out.println(routes.find(HttpMethod.POST, "/sandboxes/acme-payroll/start?token=x"));
    System.out.println(routes.find(HttpMethod.POST, "/sandboxes/acme-payroll/../start"));

    for (var argument : ReportableQuery.of("page=2&path=/home/jane&state=Running")) {
      System.out.println(argument.parameter().text() + " is " + argument.value().text());
    }

    var remote = GitRemote.parse("https://jane:secret@github.com/Acme/Tool.git?x#y");
    System.out.println(remote.orElseThrow());
    for (var name : List.of("python:3.12", "python:jane-debug", "acme-payroll:3")) {
      var image = ImageReference.parse(name).orElseThrow();
      System.out.println(PublicImage.official(image).map(PublicImage::text).orElse("unknown"));
    }

    var machine = DisclosureGate.Machine.current(Map.of("USER", "jane"));
    var gate = DisclosureGate.of(machine);
    System.out.println(gate.check("docker.io/library/python:3.12").isPresent());
    System.out.println(gate.check("github.com/jane/notes").orElseThrow());

    var redactor = new Redactor();
    System.out.println(redactor.redact("GET https://jane:secret@host/x?api_key=secret&page=2"));
    System.out.println(redactor.isSensitiveName("X-Api-Key"));
  }

  private Example() {}
}
