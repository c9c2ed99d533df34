"""Profitability: does marketing earn more than it costs?"""

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import Rule, above, between, nonzero
from xl_kpi.formulas.units import Boolean, Currency, Fraction, Months, Number, Ratio
from xl_kpi.language import Text

_never_worth_less = Rule(
    ExcelError.DIV0,
    ("discount", "retention"),
    lambda discount, retention: (1 + discount == retention) | ((1 - retention) + discount == 0),
    Text("1 + discount ({value}) - retention ({other}) vaut 0", "1 + discount ({value}) - retention ({other}) is 0"),
    native=("1+{discount}-{retention}=0",),
)

_worth_without_end = Rule(
    ExcelError.NUM,
    ("discount", "retention"),
    lambda discount, retention: (1 - retention) + discount < 0,
    Text(
        "1 + discount ({value}) est inférieur à retention ({other}) : la somme est infinie",
        "1 + discount ({value}) is below retention ({other}): the sum is infinite",
    ),
    native=("1+{discount}<{retention}",),
)


@formula(nonzero("cost"))
def roi(gain: Currency, cost: Currency) -> Fraction:
    """Return on investment on revenue: what came back beyond the cost, per unit of cost."""
    return (gain - cost) / cost


@formula(nonzero("cost"), between("gross_margin", -1, 1))
def romi(incremental_revenue: Currency, gross_margin: Fraction, cost: Currency) -> Fraction:
    """Return on marketing investment on contribution margin.

    Definition: Farris, Bendle, Pfeifer and Reibstein, Marketing Metrics.
    """
    return (incremental_revenue * gross_margin - cost) / cost


@formula(nonzero("ad_spend"))
def roas(revenue: Currency, ad_spend: Currency) -> Ratio:
    """Return on ad spend, a ratio: 10 means 10 earned for 1 spent."""
    return revenue / ad_spend


@formula(nonzero("total_marketing_cost"))
def mer(total_revenue: Currency, total_marketing_cost: Currency) -> Ratio:
    """Marketing efficiency ratio, also called blended ROAS: all revenue per unit of marketing cost."""
    return total_revenue / total_marketing_cost


@formula(between("gross_margin", 0, 1))
def ltv(order_value: Currency, orders_per_year: Number, years: Number, gross_margin: Fraction = 1) -> Currency:
    """Customer lifetime value, simple; without a margin it is revenue, not profit."""
    return order_value * orders_per_year * years * gross_margin


@formula(nonzero("cac"))
def ltv_cac(ltv: Currency, cac: Currency) -> Ratio:
    """Lifetime value per unit of acquisition cost; below 1 a customer costs more than it brings."""
    return ltv / cac


@formula(nonzero("cost"))
def roi_organic(sales_growth: Currency, organic_growth: Currency, cost: Currency) -> Fraction:
    """Return on investment on the sales growth beyond what would have come without the action."""
    return (sales_growth - organic_growth - cost) / cost


@formula(nonzero("gross_margin"), between("gross_margin", 0, 1))
def roas_breakeven(gross_margin: Fraction) -> Ratio:
    """Return on ad spend at which the margin earned just pays for the ads."""
    return 1 / gross_margin


@formula(nonzero("total_marketing_cost"))
def amer(new_customer_revenue: Currency, total_marketing_cost: Currency) -> Ratio:
    """Acquisition marketing efficiency ratio: revenue of new customers per unit of marketing cost."""
    return new_customer_revenue / total_marketing_cost


@formula(nonzero("churn"), between("gross_margin", 0, 1), between("churn", 0, 1))
def ltv_churn(revenue_per_period: Currency, gross_margin: Fraction, churn: Fraction) -> Currency:
    """Customer lifetime value of a subscription: margin per period times the lifetime, 1 / churn."""
    return revenue_per_period * gross_margin / churn


@formula(_never_worth_less, between("retention", 0, 1), above("discount", -1), _worth_without_end)
def clv(
    margin_per_period: Currency,
    retention: Fraction,
    discount: Fraction,
    first_payment_now: Boolean = False,
) -> Currency:
    """Present value of a customer's margins to come, with a constant retention rate.

    The first margin comes after one period, or at once with `first_payment_now`.
    Definition: Gupta and Lehmann, Customers as Assets (2003).
    """
    now = 1.0 * (first_payment_now != 0)
    weight = now * (1 + discount) + (1 - now) * retention
    return margin_per_period * weight / ((1 - retention) + discount)  # 1 - retention is exact from 0.5 on


@formula(nonzero("monthly_revenue"), nonzero("gross_margin"), between("gross_margin", 0, 1))
def cac_payback(cac: Currency, monthly_revenue: Currency, gross_margin: Fraction) -> Months:
    """Months until the margin of a customer has paid for its acquisition."""
    return cac / (monthly_revenue * gross_margin)
