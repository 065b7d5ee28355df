package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportableQueryTest {
  private static List<String> report(String query) {
    List<String> report = new ArrayList<>();
    for (QueryArgument argument : ReportableQuery.of(query)) {
      report.add(argument.parameter().text() + "=" + argument.value().text());
    }
    return report;
  }

  @Test
  void keepsWhatIsAllowedInItsOrder() {
    assertThat(report("pageSize=50&state=Running&path=/home/jane&page=2&follow=true"))
        .containsExactly("pageSize=50", "state=Running", "page=2", "follow=true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&&&",
        "page",
        "page=",
        "=1",
        "Page=1",
        "page =1",
        "?page=1",
        "p%61ge=1",
        "page=%31",
        "page=+1",
        "page=-1",
        "page=1.0",
        "page=0x1",
        "page=\u0661",
        "page=1000001",
        "page=99999999999999999999",
        "page=1;limit=2",
        "page==1",
        "page=1#x",
        "state=running-jane",
        "state=1",
        "follow=yes",
        "stream=true",
        "path=1",
        "id=1",
        "metadata=a%3Db",
        "token=1"
      })
  void leavesOutEverythingElse(String query) {
    assertThat(report(query)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "page=0,page=0",
    "page=1000000,page=1000000",
    "page=007,page=7",
    "page=1&page=2,page=1",
    "page=x&page=2,page=2",
    "&page=1&,page=1",
    "pty=1,pty=1",
    "stream=stderr,stream=stderr",
    "timeout=30&token=page=4,timeout=30"
  })
  void takesTheFirstReportableValue(String query, String report) {
    assertThat(report(query)).containsExactly(report);
  }

  @Test
  void reportsAtMostSixteen() {
    StringBuilder query = new StringBuilder();
    for (QueryParameter parameter : QueryParameter.values()) {
      String value = parameter.isNumber() ? "1" : parameter.words().get(0);
      query.append(parameter.text()).append('=').append(value).append('&');
    }
    assertThat(QueryParameter.values()).hasSizeGreaterThan(ReportableQuery.MAX_ARGUMENTS);
    assertThat(report(query.toString())).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  void takesNothingFromHostileInputs() {
    for (String hostile : HostileInputs.all()) {
      for (QueryParameter parameter : QueryParameter.values()) {
        assertThat(QueryArgument.of(parameter.text(), hostile)).as(hostile).isEmpty();
      }
      assertThat(report(hostile)).as(hostile).isSubsetOf("page=2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsBackWhatItWrote(QueryParameter parameter) {
    List<String> values = parameter.isNumber() ? List.of("0", "1000000") : parameter.words();
    for (String value : values) {
      QueryArgument argument = QueryArgument.of(parameter.text(), value).orElseThrow();
      assertThat(argument.parameter()).isEqualTo(parameter);
      assertThat(argument.value().text()).isEqualTo(value);
    }
  }

  @Test
  void refusesValuesThatAParameterDoesNotTake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QueryArgument(QueryParameter.PAGE, QueryWord.TRUE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QueryArgument(QueryParameter.FOLLOW, new QueryNumber(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QueryArgument(QueryParameter.FOLLOW, QueryWord.RUNNING));
    assertThatIllegalArgumentException().isThrownBy(() -> new QueryNumber(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new QueryNumber(1_000_001));
  }

  @ParameterizedTest
  @CsvSource({"GET,GET", "get,OTHER", "POST,POST", "OTHER,OTHER", "PROPFIND,OTHER", "'GET ',OTHER"})
  void knowsMethodsByTheirExactNames(String text, HttpMethod method) {
    assertThat(HttpMethod.of(text)).isEqualTo(method);
  }
}
